/** Which environment variables hold the key of a model. A recipe cannot name one: a key belongs to a provider or a host. */
import type { ModelSpec } from '../core/recipe.ts';
import { readAddress } from './address.ts';
import { isLocalHost } from './http/hosts.ts';

export interface KeyVariables {
  /** The first that is set is used. */
  readonly variables: readonly string[];
  /** False where an endpoint may do without: a server of one's own. */
  readonly isRequired: boolean;
}

const providers = {
  openai: ['OPENAI_API_KEY'],
  anthropic: ['ANTHROPIC_API_KEY'],
  google: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
} as const;

/** Where a provider is called, when not at its own address; as its SDK reads it. */
export const baseUrlVariables = {
  openai: 'OPENAI_BASE_URL',
  anthropic: 'ANTHROPIC_BASE_URL',
  google: 'GOOGLE_GENERATIVE_AI_BASE_URL',
} as const;

/** Hosts whose usual variables are well known. */
const hosts: Readonly<Record<string, string>> = {
  'openrouter.ai': 'OPENROUTER_API_KEY',
  'api.groq.com': 'GROQ_API_KEY',
  'api.mistral.ai': 'MISTRAL_API_KEY',
  'api.together.xyz': 'TOGETHER_API_KEY',
  'api.fireworks.ai': 'FIREWORKS_API_KEY',
  'api.deepseek.com': 'DEEPSEEK_API_KEY',
  'api.x.ai': 'XAI_API_KEY',
  'api.cerebras.ai': 'CEREBRAS_API_KEY',
  'router.huggingface.co': 'HF_TOKEN',
  'integrate.api.nvidia.com': 'NVIDIA_API_KEY',
};

/** The variables that may hold the key of a model; any other host has one named after it, `SYNTHLOOM_KEY_MY_HOST_ORG`. */
export function keyVariables(spec: Pick<ModelSpec, 'use' | 'baseUrl'>): KeyVariables {
  const address = readAddress(spec.use);
  if (address?.kind === 'provider') return { variables: providers[address.provider], isRequired: true };
  if (address?.kind !== 'compatible' || spec.baseUrl === undefined) return { variables: [], isRequired: false };
  const { hostname } = new URL(spec.baseUrl);
  const known = hosts[hostname];
  const own = `SYNTHLOOM_KEY_${hostname.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  return {
    variables: known === undefined ? [own] : [known, own],
    isRequired: known !== undefined && !isLocalHost(hostname),
  };
}
