import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Principal } from './principal.ts';

/** Who holds temporary credentials, and until when (epoch ms). */
export interface Session {
  principal: Principal;
  expiresAt: number;
}

export interface TemporaryCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

const KEPT = 20_000;

/**
 * Temporary credentials that nobody has to remember: the session token carries the session, sealed with a key made from
 * the seed, so that they outlive a restart of the simulator.
 */
export class Sessions {
  readonly #key: Buffer;
  /** Parsed tokens, so that a token is read once and not with each call. */
  readonly #known = new Map<string, Session>();

  constructor(seed: number) {
    this.#key = createHmac('sha256', 'simulator').update(`sessions of world ${seed}`).digest();
  }

  issue(session: Session): TemporaryCredentials {
    const accessKeyId = `ASIA${randomBytes(10).toString('hex').slice(0, 16).toUpperCase()}`;
    const content = Buffer.from(JSON.stringify(session)).toString('base64url');
    const sessionToken = `${content}.${this.#seal('token', accessKeyId, content).toString('base64url')}`;
    return { accessKeyId, secretAccessKey: this.#secret(accessKeyId, sessionToken), sessionToken };
  }

  /** Null when the token was not issued here, or not for that key. */
  read(accessKeyId: string, sessionToken: string): (Session & { secretAccessKey: string }) | null {
    const id = `${accessKeyId} ${sessionToken}`;
    let session = this.#known.get(id);
    if (!session) {
      const [content = '', seal = ''] = sessionToken.split('.');
      const expected = this.#seal('token', accessKeyId, content);
      const given = Buffer.from(seal, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      session = JSON.parse(Buffer.from(content, 'base64url').toString()) as Session;
      if (this.#known.size >= KEPT) this.#known.clear();
      this.#known.set(id, session);
    }
    return { ...session, secretAccessKey: this.#secret(accessKeyId, sessionToken) };
  }

  #secret(accessKeyId: string, sessionToken: string): string {
    return this.#seal('secret', accessKeyId, sessionToken).toString('base64').slice(0, 40);
  }

  #seal(purpose: string, accessKeyId: string, content: string): Buffer {
    return createHmac('sha256', this.#key).update(`${purpose}\n${accessKeyId}\n${content}`).digest();
  }
}
