"""Files that prove something: checked, stored once by digest, opened under the rights of what they prove."""
