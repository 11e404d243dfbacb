/** Whether what a release needs to be deployed again is still there. */
export interface ReleaseNeeds {
  /** What is not, each as "its image is gone from ECR (cache-engine, 2f9c1)". */
  gone: readonly string[];
  /** What nobody could look for, each as "whether its image is still in ECR could not be checked: access denied". */
  unchecked: readonly string[];
}
