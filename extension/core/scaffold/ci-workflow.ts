import { NEWEST_KERNEL } from '../sched-ext/target-name';

/** Where GitHub looks for it, in the root of a repository and nowhere else. */
export const CI_WORKFLOW_PATH = '.github/workflows/scx-studio.yml';

export interface CiWorkflow {
  /** Lab kernels: `6.18`, `newest`. At least one. */
  readonly kernels: readonly string[];
  /** How long each scheduler runs on each kernel; null: none is loaded. */
  readonly loadSeconds: number | null;
  /** The folder whose schedulers are meant, relative to the repository's root; `.` for all of it. */
  readonly project: string;
  /** Of SCX Studio, the one that the workflow runs. */
  readonly version: string;
}

/** The first kernel with sched_ext. */
const FIRST = { major: 6, minor: 12 } as const;

/** A kernel that a lab of another machine can have: a path to an image is of this one alone. */
export function isCiKernel(name: string): boolean {
  if (name === NEWEST_KERNEL) return true;
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})$/.exec(name) ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > FIRST.major || (major === '6' && Number(minor) >= FIRST.minor);
}

/** The kernels of a workflow that was written before; empty when its text names none. */
export function kernelsOfCiWorkflow(text: string): string[] {
  const list = /^ *kernel: *\[(.*)\] *$/m.exec(text)?.[1] ?? '';
  const names = list.split(',').map((name) => name.trim().replace(/^(['"])(.*)\1$/, '$2'));
  return names.filter(isCiKernel);
}

/**
 * A workflow of GitHub Actions, as YAML. What it is given stands in `env`, never within a command, so that
 * no name of a folder is ever read by a shell.
 */
export function ciWorkflowText(workflow: CiWorkflow): string {
  return [head(workflow), LOOK_FOR_KVM, job(workflow), SET_UP, LAB, CHECK]
    .concat(workflow.loadSeconds === null ? [] : [load(workflow.loadSeconds)], END)
    .join('\n');
}

/** A scalar in double quotes (JSON is YAML); an expression of GitHub in it stays text. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${{', "${{ '${{' }}");
}

const head = ({ version, project }: CiWorkflow) => `\
# Builds and verifies the schedulers (*.bpf.c) of this repository on real kernels, in virtual machines.
# Written by SCX Studio ${version}; yours to change. "scx-studio ci" says before it would replace it.
name: SCX Studio

on:
  # Pull requests run on their own; a push to any other branch would check the same commit twice.
  push:
    branches: [main, master]
  pull_request:
  workflow_dispatch:

# Nothing by default: each job asks for what it needs.
permissions: {}

# A newer push makes the answer for the older one worthless.
concurrency:
  group: scx-studio-\${{ github.ref }}
  cancel-in-progress: true

env:
  # Anything that npm installs: another version, or a fork as a tarball (./scx-studio.tgz, https://…).
  SCX_STUDIO_PACKAGE: scx-studio@${version}
  # The folder whose schedulers are checked, from the root of the repository.
  SCX_PROJECT: ${quoted(project)}

jobs:`;

const LOOK_FOR_KVM = `\
  # A container can be given a device only where there is one. Without KVM labs are emulated: slower, no worse.
  machine:
    name: Look for KVM
    runs-on: ubuntu-latest
    outputs:
      options: \${{ steps.kvm.outputs.options }}
    steps:
      - id: kvm
        shell: bash
        run: |
          if [ -c /dev/kvm ]; then
            echo 'options=--device /dev/kvm' >> "$GITHUB_OUTPUT"
          fi
`;

const job = ({ kernels }: CiWorkflow) => `\
  schedulers:
    name: Linux \${{ matrix.kernel }}
    needs: machine
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read # checkout
      security-events: write # upload of findings to code scanning
    strategy:
      # What one kernel refuses says nothing of the others.
      fail-fast: false
      matrix:
        # Quoted: 6.10 and 6.1 are one number. 6.12 is built from source the first time, some minutes.
        kernel: [${kernels.map((kernel) => `'${kernel}'`).join(', ')}]
    # Debian has kernels with sched_ext, and SCX Studio takes them from the package mirror of its machine.
    container:
      image: node:22-bookworm-slim
      options: \${{ needs.machine.outputs.options }}
    defaults:
      run:
        # GitHub's bash stops at the first command that fails, in a pipe too; the sh of containers does not.
        shell: bash
    env:
      SCX_KERNEL: \${{ matrix.kernel }}
      SCX_TARGET: lab:\${{ matrix.kernel }}
      SCX_STUDIO_CACHE: /var/cache/scx-studio
      DEBIAN_FRONTEND: noninteractive
    steps:`;

const SET_UP = `\
      - name: Install what compiles schedulers and runs labs
        run: |
          apt-get -q update
          apt-get -q -y --no-install-recommends install \\
            ca-certificates git clang-19 llvm-19 libbpf-dev qemu-system-x86 openssh-client xz-utils

      - uses: actions/checkout@v6
        with:
          persist-credentials: false # nothing here pushes

      - name: Find the schedulers
        run: |
          find "./$SCX_PROJECT" \\( -name .git -o -name node_modules -o -name .cache \\) -prune \\
            -o -type f -name '*.bpf.c' -print0 | sort -z > "$RUNNER_TEMP/schedulers"
          if [ ! -s "$RUNNER_TEMP/schedulers" ]; then
            echo '::error::There is no *.bpf.c in the folder that SCX_PROJECT names'
            exit 1
          fi
          tr '\\0' '\\n' < "$RUNNER_TEMP/schedulers"

      - name: Fetch the kernel of an earlier run
        id: kernel
        uses: actions/cache@v5
        with:
          path: |
            /var/cache/scx-studio/lab/kernels
            /var/cache/scx-studio/lab/programs
          # Another version may build another kernel.
          key: scx-studio-lab-\${{ matrix.kernel }}-\${{ env.SCX_STUDIO_PACKAGE }}

      - name: Install what builds a kernel
        if: matrix.kernel == '6.12' && steps.kernel.outputs.cache-hit != 'true'
        run: |
          apt-get -q -y --no-install-recommends install \\
            gcc libc6-dev make flex bison bc libelf-dev libssl-dev dwarves
`;

const RUN = 'npx --yes --package "$SCX_STUDIO_PACKAGE" -- scx-studio';

const LAB = `\
      - name: Start a virtual machine with the kernel
        id: lab
        run: ${RUN} lab start "$SCX_KERNEL" --keep
`;

/** One command for every scheduler: the step fails when one did, after all had their turn. */
const forEachScheduler = (command: string) => `\
          status=0
          mapfile -d '' -t schedulers < "$RUNNER_TEMP/schedulers"
          for scheduler in "\${schedulers[@]}"; do
            echo "== $scheduler"
            ${RUN} ${command} || status=1
          done
          exit "$status"`;

const CHECK = `\
      - name: Build
        run: |
${forEachScheduler('build "$scheduler"')}

      # Also after errors of the compiler: this step makes annotations and alerts of them.
      - name: Verify
        id: verify
        if: \${{ !cancelled() && steps.lab.outcome == 'success' }}
        run: |
          sarif="$RUNNER_TEMP/scx-studio.sarif"
          rm -f "$sarif"
          echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
${forEachScheduler('verify "$scheduler" --format github --sarif "$sarif"')}

      # Repositories without code scanning (private ones, and forks) have the annotations all the same.
      - name: Send the findings to code scanning
        if: \${{ always() && steps.verify.outputs.sarif != '' }}
        continue-on-error: true
        uses: github/codeql-action/upload-sarif@v4
        with:
          sarif_file: \${{ steps.verify.outputs.sarif }}
          # Alerts of one kernel must not close those of another.
          category: scx-studio-\${{ matrix.kernel }}
`;

const load = (seconds: number) => `\
      # Under a lease, and the lab ends with the job: no scheduler outlives this.
      - name: Load
        env:
          SCX_SECONDS: '${seconds}'
        run: |
${forEachScheduler('load "$scheduler" --for "$SCX_SECONDS" --format github')}
`;

const END = `\
      - name: Stop the virtual machine
        if: \${{ always() && steps.lab.outcome != 'skipped' }}
        run: ${RUN} lab stop
`;
