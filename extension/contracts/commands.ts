/** Every command of the extension. package.json declares the same ones; a test compares both. */
export const COMMANDS = {
  newScheduler: 'scx.newScheduler',
  build: 'scx.build',
  verify: 'scx.verify',
  load: 'scx.load',
  unload: 'scx.unload',
  keepRunning: 'scx.keepRunning',
  trialRun: 'scx.trialRun',
  emergencyStop: 'scx.emergencyStop',
  cancel: 'scx.cancel',
  selectTarget: 'scx.selectTarget',
  checkTarget: 'scx.checkTarget',
  connect: 'scx.connect',
  showTrace: 'scx.showTrace',
  goToLog: 'scx.goToLog',
  nextLogError: 'scx.nextLogError',
  previousLogError: 'scx.previousLogError',
  showFindingPage: 'scx.showFindingPage',
  showStatus: 'scx.showStatus',
  showKernelLog: 'scx.showKernelLog',
  showLog: 'scx.showLog',
  refreshSchedulers: 'scx.refreshSchedulers',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];
