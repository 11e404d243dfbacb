export interface CellWorld {
  name: string;
  accountId: string;
  region: string;
  cloud: 'aws' | 'gcp';
  environment: 'production' | 'pre-production' | 'developer';
  wave: string | null;
  state: 'in-service' | 'drained' | 'building';
}
