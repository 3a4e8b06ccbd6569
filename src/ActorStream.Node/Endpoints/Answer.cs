using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActorStream.Connectors;
using Microsoft.AspNetCore.Http;

namespace ActorStream.Node.Endpoints;

/// <summary>Writes answers and reads requests as JSON.</summary>
internal static class Answer
{
    private const string ContentType = "application/json; charset=UTF-8";

    public static async Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        if (context.Features.Get<SecretHiding>() is { } hiding) json = hiding.Json(json);
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext context, Exception error)
    {
        int status = error switch
        {
            RestException rest => rest.Status,
            BadHttpRequestException bad => bad.StatusCode,
            ActorStreamException { Domain: ErrorDomain.User } => StatusCodes.Status400BadRequest,
            ActorStreamException { IsTransient: true } => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status500InternalServerError,
        };
        string message = error is ActorStreamException { Hint: { } hint } ? $"{error.Message} {hint}" : error.Message;
        return WriteAsync(context, new ErrorAnswer([Redaction.Text(message)]), RestJson.Default.ErrorAnswer, status);
    }

    /// <summary>The request's body; one without content is like an empty object.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : new()
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length == 0) return new T();
        try
        {
            return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type) ?? new T();
        }
        catch (JsonException e)
        {
            throw RestException.BadRequest($"The request's body does not read: {e.Message}");
        }
    }
}

/// <summary>The serializers, generated when the project is built.</summary>
[JsonSerializable(typeof(OverviewAnswer))]
[JsonSerializable(typeof(ConfigAnswer))]
[JsonSerializable(typeof(JobIdsAnswer))]
[JsonSerializable(typeof(JobStatusAnswer))]
[JsonSerializable(typeof(JobsOverviewAnswer))]
[JsonSerializable(typeof(JobDetails))]
[JsonSerializable(typeof(JobPlanAnswer))]
[JsonSerializable(typeof(ExceptionsAnswer))]
[JsonSerializable(typeof(CheckpointsAnswer))]
[JsonSerializable(typeof(SavepointRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(CheckpointRequest))]
[JsonSerializable(typeof(TriggerAnswer))]
[JsonSerializable(typeof(OperationAnswer))]
[JsonSerializable(typeof(EntitiesAnswer))]
[JsonSerializable(typeof(CachesAnswer))]
[JsonSerializable(typeof(InvalidationAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(EmptyAnswer))]
internal sealed partial class RestJson : JsonSerializerContext;
