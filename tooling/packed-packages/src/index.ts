export { npmInstall, packedPackages } from './npm-install';
export { runSuccessfully } from './run-successfully';
