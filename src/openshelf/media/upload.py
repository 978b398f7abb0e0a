"""A form with a picture, read as a stream: the file goes to a spool, the fields are collected.

Nothing is held whole in memory, and the file is counted while it comes, whatever its headers say.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from openshelf.media.problems import ImageMissing
from openshelf.media.spool import Spool, SpoolOverflow
from openshelf.wire.problems import BadRequest

MAX_FIELD = 64 * 1024
"""Bytes of one text field."""

MAX_PARTS = 50
MAX_HEADER = 8 * 1024
DRAINED = 64 * 1024 * 1024
"""Bytes of a refused body that are still read, so that a client that sends before it listens hears the answer."""


class MalformedForm(BadRequest):
    def __init__(self, why: str) -> None:
        super().__init__("Input is invalid", detail=why)


@dataclass
class Form:
    """What came: the text fields, and whether and under which name a file came (its bytes are in the spool)."""

    fields: dict[str, str] = field(default_factory=dict)
    has_file: bool = False
    filename: str = ""


class FormReader:
    """Takes the body of a form in pieces. `file_fields` are the names under which a file is taken."""

    def __init__(self, content_type: str, spool: Spool, file_fields: tuple[str, ...]) -> None:
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if not boundary:
            raise MalformedForm("multipart/form-data needs a boundary")
        self.form = Form()
        self._spool = spool
        self._file_fields = file_fields
        self._parts = 0
        self._header_name = b""
        self._header_value = b""
        self._disposition = b""
        self._field_name = ""
        self._text: bytearray | None = None
        self._into_spool = False
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:  # a boundary that is too long
            raise MalformedForm(f"the form cannot be read: {error}") from error

    def write(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise MalformedForm(f"the form cannot be read: {error}") from error

    def finish(self) -> Form:
        if not self._ended:
            raise MalformedForm("the form ends before its closing boundary")
        return self.form

    def _on_part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise MalformedForm(f"a form may have at most {MAX_PARTS} parts")
        self._disposition = self._header_name = self._header_value = b""

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]
        self._check_header()

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]
        self._check_header()

    def _check_header(self) -> None:
        if len(self._header_name) + len(self._header_value) > MAX_HEADER:
            raise MalformedForm("a header of the form is too long")

    def _on_header_end(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header_name = self._header_value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._field_name = options.get(b"name", b"").decode("utf-8", "replace")
        is_file = b"filename" in options
        self._into_spool = is_file and self._field_name in self._file_fields
        self._text = None if is_file else bytearray()
        if self._into_spool:
            if self.form.has_file:
                raise MalformedForm("one image a call")
            self.form.has_file = True
            self.form.filename = options[b"filename"].decode("utf-8", "replace")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._into_spool:
            self._spool.write(data[start:end])
        elif self._text is not None:
            self._text += data[start:end]
            if len(self._text) > MAX_FIELD:
                raise MalformedForm(f"the field {self._field_name} is longer than {MAX_FIELD} bytes")

    def _on_part_end(self) -> None:
        if self._text is not None:
            self.form.fields[self._field_name] = self._text.decode("utf-8", "replace")
        self._into_spool = False
        self._text = None

    def _on_end(self) -> None:
        self._ended = True


async def read_form(
    stream: AsyncIterator[bytes],
    content_type: str,
    spool: Spool,
    file_fields: tuple[str, ...] = ("image_file",),
) -> Form:
    """Read a whole form; the file's bytes are in the spool afterwards.

    Raises `MalformedForm`, or `SpoolOverflow` when the file is over the spool's limit; then the rest of the body is
    read and thrown away, within reason, so that the answer arrives.
    """
    try:
        reader = FormReader(content_type, spool, file_fields)
        async for chunk in stream:
            reader.write(chunk)
    except SpoolOverflow as overflow:
        overflow.received += await drain(stream)
        raise
    except MalformedForm:
        await drain(stream)
        raise
    form = reader.finish()
    if form.has_file and spool.size == 0:
        raise ImageMissing
    return form


async def drain(stream: AsyncIterator[bytes]) -> int:
    """Read and throw away what is left, within reason; returns how many bytes that were."""
    drained = 0
    async for chunk in stream:
        drained += len(chunk)
        if drained > DRAINED:
            break
    return drained
