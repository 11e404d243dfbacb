import { x } from '#lib/domain/x.ts';
export default function Page() {
  return <p>{x}</p>;
}
