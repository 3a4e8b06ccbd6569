using ActorStream.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Akka.Event.LogLevel;

namespace ActorStream.Actors;

/// <summary>Hands what Akka itself has to say to the program's logger. Ours says its own through <see cref="Log"/>.</summary>
internal sealed class LogActor(ILogger logger) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not LogEvent said) return;
        string text = said.Message?.ToString() ?? "";
        if (said.LogLevel() == LogLevel.ErrorLevel) Log.ActorSystemFails(logger, said.LogSource, text, said.Cause);
        else Log.ActorSystemWarns(logger, said.LogSource, text, said.Cause);
    }
}
