"""The measured speed claims of Openshelf: how each is taken is told in bench/README.md."""
