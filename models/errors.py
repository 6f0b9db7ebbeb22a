"""One family of errors for what a person can mend; its message is one clear sentence.

::

    RumorError
      PostError         a record is no post                    models.post
      OfficialsError    officials.toml                         models.officials
      AliasError        aliases.toml                           models.facts.aliases
      NewsroomError     newsroom.toml                          models.newsroom
      RulesError        rules.toml                             models.rules
      CuesError         the table of cue phrases               models.cues
      StanceError       the stance weights                     models.stance
      RetentionError    times of keeping that contradict      models.claim.retention
      EndpointError     an endpoint must not be asked          connectors.opinion
      NliError          a folder holds no NLI model            connectors.opinion
      BudgetError       a budget of calls cannot be kept       connectors.opinion
      OpinionsError     Kafka takes or gives no opinion        connectors.opinion
      OpinionRefusedError  an opinion that may change nothing  models.judge
      NoAnswerError, BadAnswerError  what a judge came to      models.judge
      EmbedderError     the model cannot be loaded or built    models.embedding
      RecordingError    a recording cannot be read             connectors.recording
      ExportError       an export cannot be read               connectors.exports
      WatchlistError    watchlist.toml                         connectors.watchlist
      SecretError       a secret is missing                    connectors.secret
      BrokerError       Kafka does not start or answer         connectors.broker
      TelegramError     there is no way into Telegram          connectors.telegram
      TwitterError      there is no way into X                 connectors.twitter
      BlueskyError      there is no way into Bluesky           connectors.bluesky
      SinkError         Kafka takes no posts                   connectors.posting
      StoreError        the read model                         connectors.store
      TargetError       where an alert shall go                connectors.notify
      SettingsError     a setting                              streams.settings
      PartsError        a file the steps are made from         streams.parts
      WorkerError       the stream died                        streams.worker

The command line shows the message and exits with 1; anything else that is raised is a fault of the program.
"""


class RumorError(ValueError):
    """What a person can mend; the message names the thing and the mend."""
