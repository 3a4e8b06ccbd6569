using Microsoft.AspNetCore.Http;

namespace ActorStream.Node.Endpoints;

/// <summary>A request that is answered with an error status.</summary>
internal sealed class RestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static RestException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static RestException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);
}
