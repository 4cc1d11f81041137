// Uploads with the npm package edge-impulse-linux: readings as its library
// sends them, signed, and a file as its command-line programs send them.
// usage: upload_with_edge_impulse_linux.js PORT API_KEY HMAC_KEY WAV
// Prints the names that the server answers with.
const fs = require('fs');
// The package as a whole needs a library of pictures; these parts do not.
const library = 'edge-impulse-linux/build';
const { DataForwarder } = require(`${library}/library/data-forwarder`);
const { upload } = require(`${library}/cli-common/make-image`);

const [port, apiKey, hmacKey, wav] = process.argv.slice(2);
const ingestion = `http://127.0.0.1:${port}`;

async function sendReadings() {
  const forwarder = new DataForwarder({
    host: 'localhost', apiKey, hmacKey, intervalMs: 20,
    deviceId: 'ac:87:a3:0a:2d:1b', deviceType: 'TEST',
    sensors: [{ name: 'accX', units: 'm/s2' },
              { name: 'accY', units: 'm/s2' }],
  });
  // It knows one port of localhost only.
  forwarder._options.ingestionHost = ingestion;
  forwarder.addData([1.5, 2]);
  forwarder.addData([3.5, 4]);
  return forwarder.upload({ filename: 'idle 1.json', label: 'idle & more',
                            category: 'training' });
}

async function sendFile() {
  await upload({
    filename: 'go.1.wav', buffer: fs.readFileSync(wav),
    label: { type: 'label', label: 'gehe zurück' }, allowDuplicates: false,
    apiKey, category: 'testing', addDateId: true, metadata: { subject: 'bo' },
    config: { endpoints: { internal: { ingestion } } },
  });
  return 'sent';
}

(async () => {
  console.log(await sendReadings());
  console.log(await sendFile());
})().catch((error) => { console.error(error); process.exit(1); });
