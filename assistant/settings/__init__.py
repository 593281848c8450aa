"""Every setting in one place; nothing else in the package reads the environment.

`python -m assistant config` prints them with their meaning (`assistant.settings.catalogue`). The default data folder
follows the XDG base directory specification (`XDG_DATA_HOME`); on Windows it is under `LOCALAPPDATA`. A variable that is
set but empty counts as not set.
"""

from assistant.settings.reading import DEFAULT_MOST_WAITING, Settings, default_corpus_dir, default_data_dir

__all__ = ["DEFAULT_MOST_WAITING", "Settings", "default_corpus_dir", "default_data_dir"]
