/** Templates of a step's options, with errors that name the step and the option. */
import { readTemplate, type Template, TemplateError } from '../text/template.ts';
import { mistake } from './errors.ts';

/** Reads the template in an option. Throws the mistake `bad-template`. */
export async function templateOption(step: string, option: string, text: string): Promise<Template> {
  try {
    return await readTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw mistake('bad-template', { step: `\`${step}\``, option, reason: error.message }, { cause: error });
  }
}
