"""What can be wrong with a picture on its way in (behaviour 6.1, 6.6)."""

from __future__ import annotations

from openshelf.wire.problems import BadRequest, PayloadTooLarge, Problem, Unprocessable


class ImageMissing(Unprocessable):
    """Neither a URL nor a file was sent."""

    def __init__(self) -> None:
        super().__init__("image_url must be present if uploading by url")


class ImageUrlInvalid(Unprocessable):
    """The URL is not one that may be fetched: no scheme, another scheme, credentials, a forbidden port, too long."""

    def __init__(self, why: str) -> None:
        super().__init__("Invalid field(s): image_url", errors={"image_url": why})


class ImageNotDownloaded(BadRequest):
    """The address could not be reached or may not be: no answer, refused, too slow, cut off, too many redirects."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "The requested resource could not be downloaded", detail=why, errors={"image_url": why}
        )


class ImageUrlNotAnImage(Unprocessable):
    """The address answered, but not with a picture: another status than 200, or bytes that are no whole picture."""

    def __init__(self, why: str) -> None:
        super().__init__("The field 'image_url' is invalid.", errors={"image_url": why})


class ImageUrlTooLarge(Unprocessable):
    """The answer of the address is over the limit (counted, whatever it announced)."""

    code = 10001

    def __init__(self, limit: int) -> None:
        text = f"The maximum of {limit // (1024 * 1024)} MB size limit for upload image is exceeded"
        super().__init__(text, errors={"image_url": text})


class ImageFileInvalid(Unprocessable):
    """The uploaded bytes are no whole picture of a format that this slot takes."""

    def __init__(self, why: str) -> None:
        super().__init__("The field 'image_file' is invalid.", errors={"image_file": why})


class ImageFileTooLarge(PayloadTooLarge):
    """The uploaded file is over a limit that the operator has raised."""

    def __init__(self, limit: int, sent: str) -> None:
        text = f"image_file may be at most {limit} bytes; {sent} were sent"
        super().__init__(text, errors={"image_file": text})


class GalleryImageFileTooLarge(Unprocessable):
    """The published limit of 8 MB for a file in a product's gallery, in the words of the same limit for URLs."""

    code = 10001

    def __init__(self, limit: int, sent: str) -> None:
        title = f"The maximum of {limit // (1024 * 1024)} MB size limit for upload image is exceeded"
        text = f"image_file may be at most {limit} bytes; {sent} were sent"
        super().__init__(title, errors={"image_file": text})


class VariantImageFileTooLarge(Problem):
    """The published limit of 1 MB for a variant's file, answered with the published status 500 (behaviour 6.1).

    A refusal, not a crash: it is logged as one.
    """

    status = 500

    def __init__(self, limit: int, sent: str) -> None:
        text = f"image_file may be at most {limit} bytes; {sent} were sent"
        super().__init__(text, errors={"image_file": text})
