import { Skeleton } from '#components/ui/skeleton.tsx';

/** In the places and sizes of what will come. */
export function CostsSkeleton() {
  return (
    <>
      <Skeleton height={18} />
      <Skeleton height={56} />
      <Skeleton height={92} />
      <Skeleton height={360} />
      <Skeleton height={600} />
    </>
  );
}
