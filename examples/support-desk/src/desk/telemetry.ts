import { enable } from '@botanu/sdk';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';

// Before anything else is loaded: what is instrumented is patched as it loads.
enable({ serviceName: 'desk', instrumentations: [new OpenAIInstrumentation()] });
