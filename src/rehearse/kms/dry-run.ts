import { KmsException } from '../model/exceptions.ts';

/** Ends a request that was sound but only asks. @throws KmsException `DryRunOperationException` */
export function endDryRun({ DryRun }: { readonly DryRun?: boolean }): void {
  if (DryRun === true)
    throw new KmsException('DryRunOperationException', {
      text: 'The request would have succeeded, but the DryRun option is set.',
    });
}
