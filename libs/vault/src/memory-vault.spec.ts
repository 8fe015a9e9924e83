import { memoryVault } from './memory-vault';
import { vaultContract } from './vault.contract';

describe('the vault in memory', () => {
  vaultContract(async (agency) => {
    const vault = memoryVault(agency);
    return { vault, publicKeys: vault.publicKeys };
  });
});
