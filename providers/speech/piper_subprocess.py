"""The subprocess that runs Piper. Piper is under the GPL, so none of its code runs in our processes.

Each input line is JSON, `{"text": ..., "to": path of a WAV}`; each output line is the length in seconds, or an error.
The process ends with its input, or after IDLE seconds without a request.
"""

import json
import select
import sys
import wave

from piper import PiperVoice

IDLE = 30.0  # seconds
SILENCE = 0.3  # seconds, for a text without words


def main(model: str) -> None:
    """Serve requests until the input ends."""
    voice = PiperVoice.load(model)
    reply({"ready": True})
    while select.select([sys.stdin], [], [], IDLE)[0]:
        line = sys.stdin.readline()
        if not line:
            return
        try:
            request = json.loads(line)
            reply({"seconds": speak(voice, request["text"], request["to"])})
        except Exception as error:  # noqa: BLE001 - report any error; the next request may succeed
            reply({"error": f"{type(error).__name__}: {error}"})


def speak(voice: PiperVoice, text: str, to: str) -> float:
    """Write the text as speech to the file `to`; returns its length in seconds."""
    with wave.open(to, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(voice.config.sample_rate)
        voice.synthesize_wav(text, sound, set_wav_format=False)
        if not sound.getnframes():
            sound.writeframes(bytes(2 * round(SILENCE * voice.config.sample_rate)))
        return sound.getnframes() / voice.config.sample_rate


def reply(message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
