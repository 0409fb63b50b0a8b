/** The kernels that lab tests boot: 6.12 is the oldest that has sched_ext. */
const LAB_KERNELS = ['6.12', '6.16', '6.18', 'newest'];

/** The parts of the test suite, in the order in which they run, and what each one needs beside npm packages. */
export const PARTS = [
  { name: 'lint', needs: {} },
  { name: 'types', needs: {} },
  { name: 'unit', needs: { debian: ['build', 'other-shells'] } },
  { name: 'webview', needs: { debian: ['browser'], build: true } },
  {
    name: 'lab',
    needs: {
      debian: [
        ...['build', 'lab', 'lab-kernel-build', 'loader-build', 'other-shells'],
        ...['other-interpreters', 'rust', 'sshd'],
      ],
      build: true,
      kernels: LAB_KERNELS,
      unpacked: true,
    },
  },
  {
    name: 'vscode',
    needs: {
      debian: ['build', 'lab', 'loader-build', 'browser', 'sshd', 'vscode-server'],
      build: true,
      kernels: ['newest', '6.18'],
      vscodeServer: true,
      vsix: true,
      desktop: true,
    },
  },
];
