/** Tells a process that the doctor looks at it, and where it is to write what it finds. */
export const PROBE_VARIABLE = 'BOTANU_DOCTOR_FOLDER';
