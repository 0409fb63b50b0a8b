/** What the suite inside the extension host tells the runner outside of it. */
export interface SuiteResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly error: string | null;
}

/** Environment variable with the path of the JSON file of SuiteResult[]. */
export const RESULTS_FILE = 'SCX_SUITE_RESULTS';
