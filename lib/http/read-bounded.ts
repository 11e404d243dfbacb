/** The body of a request up to a bound, in characters; null when it is longer: the rest is not read. */
export async function readBounded(request: Request, atMost: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length <= atMost) continue;
    await reader?.cancel();
    return null;
  }
  return text + decoder.decode();
}
