import { NoSuchCell } from '#components/cell/no-such-cell.tsx';

export default function NotFound() {
  return <NoSuchCell />;
}
