import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';

/** Heading of a page, also in the browser's tab. */
export function PageTitle({ title }: { readonly title: string }) {
  useDocumentTitle(`${title} · Whipway`);
  return (
    <Title order={1} fz={{ base: 22, sm: 26 }} mb={{ base: 'sm', sm: 'lg' }} lineClamp={1}>
      {title}
    </Title>
  );
}
