import { Checkbox, NativeSelect, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { App } from '../../server/devices/setup.ts';
import { officeApi } from '../api-office.ts';
import { judging as en } from '../i18n/en-judging.ts';
import { useI18n } from '../i18n/index.tsx';
import { judging as zh } from '../i18n/zh-judging.ts';
import { DevicePicker } from '../office/device-picker.tsx';
import { DeviceSetup } from '../office/device-setup.tsx';
import { useDeviceWords } from '../office/device-words.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { PersonPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Device } from '../types-office.ts';

type Values = {
  personId: number | null;
  app: App;
  /** Undefined: the usual one of the app. */
  kind: Device['kind'] | undefined;
  identity: string;
  encrypt: boolean;
  handOver: boolean;
};

/** A number for a name is a vehicle terminal's. */
const usualApp = (device: Device | undefined): App =>
  /^\d+$/.test(device?.identity ?? '') ? 'jt808' : 'traccar';

const usualKind = (app: App): Device['kind'] => (app === 'jt808' ? 'vehicle' : 'phone');

/**
 * Puts a phone or terminal to use: who carries it, which app, then the code, link or address for it. With `device` it
 * is a new token of that one, and whoever carries it stays.
 */
export default function EnrolDevice({ close, device }: { close: () => void; device?: Device | undefined }) {
  const { language } = useI18n();
  const judgingWords = language === 'zh' ? zh : en;
  const deviceWords = useDeviceWords();
  const words = deviceWords.enrol;
  const [taken, setTaken] = useState<Device | null>(device ?? null);
  const apps = Object.entries(deviceWords.apps).map(([value, label]) => ({ value, label }));
  const holder = (personId: number | null) =>
    !device && taken?.carrier && personId !== null && taken.carrier.id !== personId ? taken.carrier : null;
  const needsIdentity = (app: App) => app === 'jt808' && !taken?.identity;
  const form = useForm<Values>({
    initialValues: {
      personId: null,
      app: usualApp(device),
      kind: undefined,
      identity: '',
      encrypt: false,
      handOver: false,
    },
    validate: {
      personId: (value) => (value === null && !device ? words.personMissing : null),
      identity: (value, { app }) => (needsIdentity(app) && !value.trim() ? words.identityMissing : null),
      handOver: (value, { personId }) => (holder(personId) && !value ? words.handOverMissing : null),
    },
  });
  const { values } = form;
  const submission = useSubmission({ work: officeApi.enrol, changes: ['devices'] });
  const enrolled = submission.data;
  const carrier = holder(values.personId);
  const send = form.onSubmit(({ personId, app, kind, identity, encrypt, handOver }) =>
    submission.mutate({
      app,
      ...(personId !== null && { personId }),
      ...(taken ? { deviceId: taken.id } : { kind: kind ?? usualKind(app) }),
      ...(needsIdentity(app) && { identity: identity.trim() }),
      ...(app === 'owntracks' && { encrypt }),
      ...(carrier && { handOver }),
    }),
  );
  const finish = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    close();
  };
  return (
    <FormDialog
      title={device ? words.again(device.name) : words.title}
      close={close}
      size="lg"
      submitLabel={enrolled ? words.finish : device ? words.submitAgain : words.submit}
      submission={submission}
      onSubmit={enrolled ? finish : send}
    >
      {enrolled ? (
        <DeviceSetup enrolment={enrolled} />
      ) : (
        <>
          <Text size="sm">{device ? words.againLead : words.lead}</Text>
          {!device && <PersonPicker label={words.person} required {...form.getInputProps('personId')} />}
          <NativeSelect label={words.app} data={apps} {...form.getInputProps('app')} />
          {!device && <DevicePicker personId={values.personId} value={taken} onChange={setTaken} />}
          {!taken && (
            <NativeSelect
              label={judgingWords.deviceKind}
              description={judgingWords.deviceKindHint}
              data={Object.entries(judgingWords.thresholds.kinds).map(([value, label]) => ({ value, label }))}
              {...form.getInputProps('kind')}
              value={values.kind ?? usualKind(values.app)}
            />
          )}
          {carrier && (
            <Checkbox
              label={words.handOver(carrier.name)}
              {...form.getInputProps('handOver', { type: 'checkbox' })}
            />
          )}
          {needsIdentity(values.app) && (
            <TextInput
              label={words.identity}
              description={words.identityHint}
              required
              {...form.getInputProps('identity')}
            />
          )}
          {values.app === 'owntracks' && (
            <Checkbox
              label={words.encrypt}
              description={words.encryptHint}
              {...form.getInputProps('encrypt', { type: 'checkbox' })}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
