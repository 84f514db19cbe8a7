import { enable } from '@botanu/sdk';

// All that this service does for its spans to carry the run of whoever calls it.
enable({ serviceName: 'knowledge' });
