import { DEMO_USERS } from './demo-users.ts';

const STYLE = `
:root{color-scheme:light dark;--page:light-dark(#f7f8fa,#0e1016);--card:light-dark(#fff,#171a21);--line:light-dark(#d9dde4,#2c313b);
--text:light-dark(#1a1f2b,#eceef2);--quiet:light-dark(#525a69,#aab0bb);--accent:light-dark(#2457c5,#8db4ff);--on:light-dark(#fff,#0e1016);
--bad:light-dark(#b3261e,#ff8f86);--tint:light-dark(#fdeceb,#331a1b)}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--page);color:var(--text);
font:16px/1.5 system-ui,sans-serif}main{width:100%;max-width:440px;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:28px}
h1{font-size:20px;line-height:1.3;margin:0 0 4px}p{margin:0 0 16px;color:var(--quiet)}
.users{display:grid;gap:8px;margin-bottom:20px}.users button{display:block;width:100%;text-align:left;font:inherit;color:inherit;cursor:pointer;
background:none;border:1px solid var(--line);border-radius:6px;padding:8px 12px}.users button:hover{border-color:var(--accent)}
.users span{display:block;font-size:14px;color:var(--quiet)}b{font-weight:600}
label{display:block;font-size:14px;margin-bottom:4px}.row{display:flex;gap:8px}
input{flex:1;min-width:0;font:inherit;color:inherit;background:var(--page);border:1px solid var(--line);border-radius:6px;padding:7px 10px}
.go{font:inherit;font-weight:600;cursor:pointer;color:var(--on);background:var(--accent);border:0;border-radius:6px;padding:8px 16px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[role=alert]{color:var(--bad);background:var(--tint);border-radius:6px;padding:8px 12px}`;

/** What every page is sent with: no script, nothing from elsewhere. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
} as const;

function htmlSafe(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlSafe(title)} · Orbit</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

/** The demo users to choose from; `refused` is a name that was tried and is not known. */
export function loginPage(action: string, refused: string | null): string {
  const users = DEMO_USERS.map(
    (user) => `<button name="login" value="${user.login}"><b>${user.login}</b><span>${htmlSafe(user.may)}</span></button>`,
  ).join('\n');
  const alert =
    refused === null
      ? ''
      : refused === ''
        ? '<p role="alert" id="refused">Type a name, or choose one above.</p>'
        : `<p role="alert" id="refused">There is no user “${htmlSafe(refused)}”. Choose one of those listed here.</p>`;
  const invalid = refused === null ? '' : ' aria-invalid="true" aria-describedby="refused"';
  return page(
    'Sign in',
    `<h1>Sign in to Orbit</h1><p>A demo: no passwords. Choose who you are.</p>${alert}
<form method="post" action="${htmlSafe(action)}" class="users">${users}</form>
<form method="post" action="${htmlSafe(action)}"><label for="login">Or type a name</label>
<div class="row"><input id="login" name="login" value="${htmlSafe(refused ?? '')}" autocomplete="username" autocapitalize="none" spellcheck="false"${invalid}>
<button class="go" type="submit">Sign in</button></div></form>`,
  );
}

/** Asks before the person is signed out; `form` is the provider's own hidden form, op.logoutForm. */
export function logoutPage(form: string): string {
  return page(
    'Sign out',
    `<h1>Sign out of Orbit?</h1><p>You will choose a user again the next time.</p>${form}
<button class="go" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );
}

/** A page that only says something. */
export function messagePage(title: string, detail: string): string {
  return page(title, `<h1>${htmlSafe(title)}</h1><p>${htmlSafe(detail)}</p>`);
}
