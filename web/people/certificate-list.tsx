import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useClock } from '../state/clock.tsx';
import type { Certificate, PersonFile } from '../types-office.ts';
import { expiryOf } from './expiry.ts';
import classes from './file.module.css';
import { FileSection } from './file-section.tsx';
import { usePeopleWords } from './people-words.ts';
import { RecordCommands } from './record-commands.tsx';

/** A person's certificates, those that end first on top; who may, adds, renews and removes them. */
export function CertificateList({ file, mayChange }: { file: PersonFile; mayChange: boolean }) {
  const words = usePeopleWords();
  const open = (certificate?: Certificate) =>
    openAction('edit-certificate', { personId: file.id, skills: file.skills, certificate });
  return (
    <FileSection
      title={words.page.certificates}
      add={mayChange ? { label: words.page.add, open: () => open() } : undefined}
      empty={file.certificates.length === 0 ? words.page.noCertificates : undefined}
    >
      <ul className={classes.list}>
        {file.certificates.map((certificate) => (
          <li key={certificate.id}>
            <span>
              <strong>{certificate.name}</strong>{' '}
              <span className={classes.aside}>
                {[certificate.skill, certificate.number].filter(Boolean).join(' · ')}
              </span>
            </span>
            <span>
              <Ending certificate={certificate} />{' '}
              {mayChange && (
                <RecordCommands
                  name={certificate.name}
                  edit={() => open(certificate)}
                  remove={() => officeApi.removeCertificate(file.id, certificate.id)}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
    </FileSection>
  );
}

function Ending({ certificate: { expiresOn } }: { certificate: Certificate }) {
  const words = usePeopleWords();
  const state = expiryOf(expiresOn, useClock().isoDate(new Date()));
  if (expiresOn === null) return <span className={classes.aside}>{words.certificate.unlimited}</span>;
  const text =
    state === 'expired' ? words.certificate.expiredSince(expiresOn) : words.certificate.until(expiresOn);
  return <span className={classes[state] ?? ''}>{text}</span>;
}
