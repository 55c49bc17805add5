import { Modal } from '@mantine/core';

export default function UploadTracks({ close }: { close: () => void; deviceId?: number | undefined }) {
  return <Modal opened onClose={close} title="上传轨迹" />;
}
