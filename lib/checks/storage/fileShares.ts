import { define, MalformedError } from '../define.ts';
import { fail, isTrue, observedText, pass, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { fileService, storageAccount } from './needs.ts';
import { holds } from './accountKind.ts';

// The account says nothing about its file service: these three share one read of fileServices/default. Whether a share
// exists would cost another, so the settings are judged for the shares that are there and for those to come.

interface Choices {
  readonly safe: string;
  readonly weak: readonly string[];
}

/** Judges a setting that lists what SMB clients may use, "A;B;C". Unset or empty means that everything is allowed. */
function allowsOnly(service: Row, path: string, { safe, weak }: Choices): Verdict {
  const text = textAt(service, path);
  const all = [...weak, safe].join(';');
  const observed = text === undefined ? `not set (default ${observedText(all)})` : observedText(text);
  const allowed = (text ?? all).split(';').flatMap((name) => name.trim() || []);
  if (allowed.length === 0 || allowed.some((name) => weak.includes(name)))
    return fail(path, observed, observedText(safe));
  const unheardOf = allowed.find((name) => name !== safe);
  if (unheardOf === undefined) return pass(path, observed, observedText(safe));
  throw new MalformedError(`${path} holds ${observedText(unheardOf)}, which is none of ${all}`);
}

export const fileShareSoftDelete = define({
  id: 'storage-file-share-soft-delete',
  title: 'Deleted file shares can be recovered',
  severity: 'medium',
  why: 'A share that is deleted by mistake or on purpose is otherwise gone with all its files and snapshots.',
  fix: {
    text: 'Turn on soft delete for file shares. What is kept costs storage.',
    cli: 'az storage account file-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --enable-delete-retention true --delete-retention-days 14',
  },
  reference: 'https://learn.microsoft.com/azure/storage/files/storage-files-prevent-file-share-deletion',
  absent: 'Fails: soft delete is off unless a policy was set.',
  on: storageAccount,
  applies: (account) => holds(account, 'file'),
  needs: { file: fileService },
  evaluate: (_account, { file }) => isTrue(file, 'properties.shareDeleteRetentionPolicy.enabled', { absentIs: false }),
});

export const smbProtocolVersion = define({
  id: 'storage-smb-protocol-version',
  title: 'File shares speak SMB 3.1.1 only',
  severity: 'medium',
  why: 'SMB 2.1 has no encryption, and before 3.1.1 nothing stops someone on the way from talking both sides down to a weaker session.',
  fix: {
    text: 'Allow SMB 3.1.1 alone, once no older client is left.',
    cli: 'az storage account file-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --versions SMB3.1.1',
  },
  reference: 'https://learn.microsoft.com/azure/storage/files/files-smb-protocol#smb-security-settings',
  absent: 'Fails: null means that the defaults are in effect, and they allow every version.',
  on: storageAccount,
  applies: (account) => holds(account, 'file'),
  needs: { file: fileService },
  evaluate: (_account, { file }) =>
    allowsOnly(file, 'properties.protocolSettings.smb.versions', { safe: 'SMB3.1.1', weak: ['SMB2.1', 'SMB3.0'] }),
});

export const smbChannelEncryption = define({
  id: 'storage-smb-channel-encryption',
  title: 'File shares encrypt SMB with AES-256-GCM only',
  severity: 'low',
  why: 'It is the strongest cipher that Azure Files offers. Clients older than Windows 11 and Windows Server 2022 do not have it.',
  fix: {
    text: 'Allow AES-256-GCM alone, and have Windows clients offer it (Set-SmbClientConfiguration -EncryptionCiphers AES_256_GCM).',
    cli: 'az storage account file-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --channel-encryption AES-256-GCM',
  },
  reference: 'https://learn.microsoft.com/azure/storage/files/files-smb-protocol#smb-security-settings',
  absent: 'Fails: null means that the defaults are in effect, and they allow every cipher.',
  on: storageAccount,
  applies: (account) => holds(account, 'file'),
  needs: { file: fileService },
  evaluate: (_account, { file }) =>
    allowsOnly(file, 'properties.protocolSettings.smb.channelEncryption', {
      safe: 'AES-256-GCM',
      weak: ['AES-128-CCM', 'AES-128-GCM'],
    }),
});
