import styles from './costs-notices.module.css';

const REGISTRY = `"organization": { …, "managementAccountId": "111122223333" },
"roles": { …, "costs": "CellwatchCosts" }`;

const STATEMENT = `{
  "Effect": "Allow",
  "Action": ["ce:Get*", "organizations:ListAccounts"],
  "Resource": "*"
}`;

/** What brings costs: two members of the registry, and the role as deploy/cellwatch-costs.yaml installs it. */
export function CostsSettings() {
  return (
    <>
      <Snippet name="In the registry" text={REGISTRY} />
      <Snippet name="What the role allows" text={STATEMENT} />
      <p className={styles.then}>
        <code>docs/costs.md</code> tells what is then asked, how often and for how much, <code>docs/registry.md</code> all members of the
        registry. Both lie beside the template in Cellwatch's repository.
      </p>
    </>
  );
}

function Snippet({ name, text }: { name: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.snippet} tabIndex={0} aria-label={name}>
      <p className={styles.snippetName}>{name}</p>
      <pre className={styles.statement}>{text}</pre>
    </section>
  );
}
