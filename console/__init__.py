"""What the command lines of this project share: parsing, exit codes, and every failure in a Chinese sentence."""
