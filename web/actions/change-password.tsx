import { Modal } from '@mantine/core';

export default function ChangePassword({ close }: { close: () => void }) {
  return <Modal opened onClose={close} title="修改密码" />;
}
