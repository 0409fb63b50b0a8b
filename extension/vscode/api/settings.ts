import * as vscode from 'vscode';
import { SETTINGS, type SettingKey, type SettingValue } from '../../contracts/settings';

/** A setting's value, for a file where it can differ by folder. */
export function setting<K extends SettingKey>(key: K, file?: vscode.Uri): SettingValue<K> {
  const { name, fallback } = SETTINGS[key];
  const value = vscode.workspace.getConfiguration(undefined, file ?? null).get<unknown>(name);
  return (isLike(value, fallback) ? value : fallback) as SettingValue<K>;
}

/** settings.json is written by hand: what has another type counts as not set. */
function isLike(value: unknown, fallback: unknown): boolean {
  if (!Array.isArray(fallback)) return typeof value === typeof fallback;
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

export function onSettingChange(key: SettingKey, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(SETTINGS[key].name)) listener();
  });
}
