"""Whether Spark can be used here: pyspark and a Java of its own come apart from Upheld."""

import os
import shutil
from importlib.util import find_spec


class NoSpark(RuntimeError):
    """Spark cannot be used here; says what to install."""


def check_spark() -> None:
    """Raises NoSpark where pyspark or Java is absent."""
    for module in ("pyspark", "pyarrow", "pandas"):  # pyspark asks for the last, we do not
        if find_spec(module) is None:
            raise NoSpark(f"the engine spark needs {module}: pip install 'upheld[spark]'")
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        mend = "install Java 17 or later (on Debian: default-jre-headless), or set JAVA_HOME"
        raise NoSpark(f"the engine spark needs Java: {mend}")
