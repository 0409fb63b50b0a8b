import { ok, type Outcome } from '../../core/findings/problem';
import { buildScheduler, type BuildRequest, type BuildResult } from '../build/build';
import type { StepOptions, WorkflowContext } from '../context';
import { waitingVerifier } from './verifier';
import { verifyScheduler, type VerifyResult } from './verify';

export interface BuildAndVerifyOptions extends StepOptions {
  /** Told before the verdict is there. */
  readonly onBuilt?: (built: BuildResult) => void;
}

export interface BuiltAndVerified extends BuildResult {
  /** null when it did not compile. */
  readonly verdict: VerifyResult | null;
}

/**
 * From a source to its verdict. The verifier is opened on the target while the compiler runs here, so that
 * the two do not wait for each other.
 */
export async function buildAndVerify(
  context: WorkflowContext,
  request: BuildRequest,
  options: BuildAndVerifyOptions = {},
): Promise<Outcome<BuiltAndVerified>> {
  const verifier = waitingVerifier(request, options);
  try {
    const built = await buildScheduler(context, request, options);
    if (built.kind !== 'ok') return built;
    options.onBuilt?.(built.value);
    const { object } = built.value;
    if (object === null) return ok({ ...built.value, verdict: null });
    const verdict = await verifyScheduler({ ...request, object, verifier }, options);
    return verdict.kind === 'ok' ? ok({ ...built.value, verdict: verdict.value }) : verdict;
  } finally {
    verifier?.end();
  }
}
