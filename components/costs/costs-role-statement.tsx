import styles from './costs-notices.module.css';

const STATEMENT = `{
  "Effect": "Allow",
  "Action": ["ce:Get*", "organizations:ListAccounts"],
  "Resource": "*"
}`;

/** What the costs role of the management account needs: as deploy/cellwatch-costs.yaml installs it. */
export function CostsRoleStatement() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label="The statement for the costs role">
      <pre className={styles.statement}>{STATEMENT}</pre>
    </section>
  );
}
