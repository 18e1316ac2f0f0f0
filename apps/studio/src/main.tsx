import '@mantine/core/styles.css';
import './appearance/page.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { recallAdminToken, takeTokenFromAddress } from './address/admin-token.js';
import { App } from './app.js';
import { cssVariables, theme } from './appearance/theme.js';
import { stopWithPage } from './publish/publishers.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

stopWithPage();
recallAdminToken();
takeTokenFromAddress();

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <App />
    </MantineProvider>
  </StrictMode>,
);
