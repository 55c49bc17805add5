import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../../api-office.ts';
import { ApiError } from '../../http.ts';
import { refreshMap } from '../../state/refresh.ts';
import { askedTable, type CsvAnswer, formOf, isAlike, type Upload } from './upload.ts';

/** Sends files one after another, each with its own outcome. */
export function useUploads() {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [isSending, setSending] = useState(false);

  const send = async (
    deviceId: number,
    files: readonly File[],
    before: readonly Upload[],
    answer?: CsvAnswer,
  ) => {
    let all: readonly Upload[] = [...before];
    const show = (next: Upload) => {
      all = all.some(({ file }) => file === next.file)
        ? all.map((one) => (one.file === next.file ? next : one))
        : [...all, next];
      setUploads(all);
    };
    setSending(true);
    for (const file of files) show({ file, state: 'waiting' });
    for (const file of files) {
      show({ file, state: 'sending' });
      const outcome = await officeApi.uploadTrack(deviceId, formOf(file, answer)).then(
        (receipt): Upload => ({ file, state: 'stored', receipt }),
        (error: unknown) => refused(file, error),
      );
      show(outcome);
    }
    setSending(false);
    void client.invalidateQueries({ queryKey: ['devices'] });
    void refreshMap(client);
  };
  const asking = uploads.find((one) => one.state === 'asks');
  return {
    uploads,
    isSending,
    /** The first file whose columns are to be told. */
    asking: isSending ? undefined : asking,
    start: (deviceId: number, files: readonly File[]) => void send(deviceId, files, []),
    /** Reads the asking file, and others with the same columns, by what was chosen. */
    answer: (deviceId: number, chosen: CsvAnswer) => {
      if (asking?.state !== 'asks') return;
      const alike = uploads.filter((one) => one.state === 'asks' && isAlike(one.table, asking.table));
      void send(
        deviceId,
        alike.map(({ file }) => file),
        uploads,
        chosen,
      );
    },
  };
}

function refused(file: File, error: unknown): Upload {
  const table = error instanceof ApiError ? askedTable(error.problem) : undefined;
  return table ? { file, state: 'asks', table } : { file, state: 'failed', error };
}
