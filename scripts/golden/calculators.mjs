// @ts-check
// The implementations that are not ours: who is there, and what each makes of an operation.
import { existsSync } from 'node:fs';
import { $ } from 'zx';

const jars = ['/usr/share/java/bcprov.jar', '/usr/share/java/bcprov-jdk18on.jar'];
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/**
 * @typedef {object} Calculator
 * @property {'pyca' | 'java' | 'bouncycastle'} name
 * @property {string} version
 * @property {(operations: string[][]) => Promise<(string | undefined | null)[]>} compute hex, undefined for refused, null for an operation it has not
 */

/** @param {string} name @param {string[]} command @returns {Calculator['compute']} */
const asker = (name, command) => async (operations) => {
  const input = operations.map((words) => `${[name, ...words].join('\t')}\n`).join('');
  const { stdout } = await $({ input, quiet: true })`${command}`;
  const answers = stdout.trimEnd().split('\n');
  if (answers.length !== operations.length)
    throw new Error(`${name} gave ${answers.length} answers to ${operations.length} questions`);
  return answers.map((answer) => (answer === '?' ? null : answer === '-' ? undefined : answer));
};

/** Those of this machine, and the Debian packages that bring the others. @returns {Promise<{ there: Calculator[], missing: string[] }>} */
export async function calculators() {
  const ask = $({ nothrow: true, quiet: true });
  /** @type {Calculator[]} */
  const there = [];
  const missing = [];
  const pyca = [python, 'scripts/golden/calculator.py'];
  const pycaVersion = await ask`${pyca} version`;
  if (pycaVersion.exitCode === 0)
    there.push({
      name: 'pyca',
      version: `Python cryptography ${pycaVersion.stdout.trim()}`,
      compute: asker('pyca', pyca),
    });
  else missing.push('python3-cryptography');
  const jar = jars.find((file) => existsSync(file));
  const java = ['java', '-cp', jar ?? '', 'scripts/golden/Calculator.java'];
  const javaVersion = await ask`${java} version`;
  if (javaVersion.exitCode === 0) {
    const [jdk, bouncyCastle] = javaVersion.stdout.trim().split('\t');
    there.push({ name: 'java', version: `OpenJDK ${jdk}, SunJCE`, compute: asker('java', java) });
    there.push({
      name: 'bouncycastle',
      version: `Bouncy Castle ${bouncyCastle}`,
      compute: asker('bouncycastle', java),
    });
  } else {
    // javac comes with a JDK alone; `java` compiles the one file with it.
    if ((await ask`javac -version`).exitCode !== 0) missing.push('default-jdk-headless');
    missing.push('libbcprov-java');
  }
  return { there, missing };
}
