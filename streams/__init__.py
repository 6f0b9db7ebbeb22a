"""The stream: topics, tables and agents on Faust. The only package that imports Faust."""
