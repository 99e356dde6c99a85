import { KmsKeywrapError } from '../../errors.ts';
import { allRecipes, recipe, type PrintedRecipe } from '../../api/recipe.ts';
import { deviceRecipes, type DeviceRecipe } from '../../api/device-recipe.ts';
import { flavours } from '../../recipe/script.ts';
import { deviceNames } from '../../tables/devices/index.ts';
import { command, type Context } from '../options/command.ts';
import { tool } from '../../version.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { choice, formatted, keySpecPositional, names, shared } from '../options/options.ts';

/** A script of a list, with its name above it, or below its `#!` line. */
function headed({ keySpec, wrappingAlgorithm, script }: PrintedRecipe): string {
  const name = `# ${keySpec ?? wrappingAlgorithm}\n`;
  return script.startsWith('#!') ? script.replace('\n', `\n${name}`) : name + script;
}

/** After the text: it is there at once, and what this machine lacks of it is the last that is read. */
async function sayLacks(recipes: readonly PrintedRecipe[], { terminal, env }: Context): Promise<void> {
  const { recipeLacks } = await import('../../api/recipe-machine.ts');
  const { lackText } = await import('../../report/recipe-lacks.ts');
  for (const lack of recipeLacks(recipes, env)) terminal.say('warning', lackText(lack));
}

/** The export commands of a device. What this machine lacks says nothing about the machine that the device is at. */
async function printForDevice(
  recipes: readonly DeviceRecipe[],
  format: 'text' | 'json',
  { terminal }: Context,
): Promise<0> {
  if (format === 'json') {
    await terminal.json({ schema: 'kms-keywrap/recipe/1', tool, recipes });
    return 0;
  }
  for (const { script, warnings } of recipes) {
    await terminal.result(recipes.length > 1 ? `${script}\n` : script);
    for (const warning of warnings) terminal.say('warning', warning);
  }
  return 0;
}

export default command(
  {
    positionals: { 'key-spec': keySpecPositional },
    options: {
      'wrapping-algorithm': shared.wrappingAlgorithm,
      'partition': shared.partition,
      ...serviceOption,
      'flavour': {
        type: 'string',
        requiresArg: true,
        default: 'documented',
        values: flavours,
        describe:
          'documented: the documented text; hardened: a sh script that fails closed; portable: runs on LibreSSL too',
      },
      'device': {
        type: 'string',
        requiresArg: true,
        values: deviceNames,
        describe: 'print the commands by which this device exports the key, in place of those of openssl',
      },
    },
    examples: [
      [
        '$0 recipe RSA_3072 --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --device nss > export.sh',
        'export from a token',
      ],
      ['$0 recipe ECC_NIST_P384 --wrapping-algorithm RSAES_OAEP_SHA_256', 'make a key and wrap it'],
      ['$0 recipe', 'every recipe of the partition'],
      ['$0 recipe --service gcp --wrapping-algorithm rsa-oaep-4096-sha256-aes-256', 'for Google Cloud KMS'],
    ],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/recipe.ts')).serviceRecipe(service, given, context);
    const options = forAws(given);
    const { terminal } = context;
    const format = formatted(options.format, ['text', 'json']);
    if (options.device !== undefined) {
      const device = choice('device', options.device, deviceNames);
      if (options.flavour !== 'documented')
        throw new KmsKeywrapError('ERR_USAGE', '--device and --flavour exclude each other');
      return printForDevice(deviceRecipes({ ...names(options), device }), format, context);
    }
    const asked = { ...names(options), flavour: choice('flavour', options.flavour, flavours) };
    const all = asked.keySpec === undefined && asked.wrappingAlgorithm === undefined;
    const recipes = all ? allRecipes(asked) : [recipe(asked)];
    if (format === 'json') {
      await terminal.json({ schema: 'kms-keywrap/recipe/1', tool, recipes });
      await sayLacks(recipes, context);
      return 0;
    }
    if (all && asked.flavour === 'hardened')
      terminal.say('note', 'a script begins at each #!; name a key spec, an algorithm or both to get one');
    for (const one of recipes) {
      await terminal.result(all ? `${headed(one)}\n` : one.script);
      for (const warning of one.warnings) terminal.say('warning', warning);
    }
    await sayLacks(recipes, context);
    return 0;
  },
);
