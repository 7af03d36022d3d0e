import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../core/manifest.ts';
import { exampleManifest } from './example-manifest.ts';
import { exitCodeOfRun } from './exit-codes.ts';
import { type OutcomeFacts, outcomeText, suggestions } from './outcome.ts';
