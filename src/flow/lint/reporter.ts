import type { Path } from '../schema-path.js';
import type { Problem, YamlFile } from '../yaml-file.js';

/** Notes one complaint about the value at a path of one file. */
export type Report = (path: Path, what: string, right: string) => void;

export function reporterFor(source: YamlFile, problems: Problem[]): Report {
  return (path, what, right) => {
    problems.push({ what, file: source.file, line: source.lineOf(path), right });
  };
}

/** The same for everything below `prefix`. */
export function below(report: Report, prefix: Path): Report {
  return (path, what, right) => report([...prefix, ...path], what, right);
}
