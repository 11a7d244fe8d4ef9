// A proof of work, as src/browser/proof.rs says.

export const prove = async (challenge, bits) => {
  for (let nonce = 0; crypto.subtle && nonce < 2 ** 32; nonce++) {
    const answer = `${challenge}.${nonce}`;
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(answer));
    if (Math.clz32(new DataView(hash).getUint32(0)) >= bits) return answer;
  }
};
