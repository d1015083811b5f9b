using Amazon.Runtime;
using Leastwise.Catalog;

namespace Leastwise.Remote;

/// <summary>Says in a sentence why a call failed and what to do, without anything of the credentials.</summary>
internal sealed class AwsFailure(string label, AwsService service, string operation, string? verb)
{
    /// <summary>The failure in words.</summary>
    public RemoteException Of(AwsError error, ImmutableCredentials credentials)
    {
        if (error.IsDenied)
        {
            return Denied(error, credentials);
        }

        string call = $"{service.Name} {operation}";
        string sentence = error switch
        {
            { IsExpired: true } => $"{call}: the credentials of {label} have expired. Sign in again, such as with 'aws sso login', and run it again; what is there already is not lost.",
            { IsSkewed: true } => $"{call}: AWS refuses the time of the request ({error.Code}), and says no date to correct it by. Set this machine's clock.",
            // What AWS says here can repeat the whole request.
            { IsUnknownCaller: true } => $"{call}: AWS does not accept the credentials of {label} ({error.Code}). Check them, and that the region is one of their partition and enabled in the account.",
            _ => $"{call} failed for {label}: {error.Code}{(error.Message.Length == 0 ? "" : $", {Hide(error.Message, credentials)}")}".TrimEnd('.') + ".",
        };
        return new RemoteException(sentence) { Code = error.Code };
    }

    private RemoteException Denied(AwsError error, ImmutableCredentials credentials)
    {
        DenialMessage? denial = DenialMessage.Parse(error.Message);
        string privilege = denial?.Action ?? $"{service.Privileges}:{operation}";
        string resource = denial?.Resource is { } on and not "*" ? $" on {on}" : "";
        string policy = denial is { Policy: not DenyingPolicy.NotStated } stated ? DenialMessage.NameOf(stated.Policy) : "policy";
        string why = denial?.Explicit switch
        {
            true => $", denied by a {policy}{(denial.PolicyArn is { } arn ? $" ({arn})" : "")}",
            false => $", no {policy} allows it",
            // Where AWS's sentence names no action, what it says may be the only reason there is.
            null => denial is null && error.Message.Length > 0 ? $" ({Hide(error.Message, credentials).TrimEnd('.')})" : "",
        };
        string advice = verb is null ? "" : $" 'leastwise init policy {verb}' prints what is needed.";
        string who = denial?.Principal is { } caller && !label.Contains(caller, StringComparison.Ordinal) ? $"{label} ({caller})" : label;
        return new RemoteException($"{service.Name} refused {operation} to {who}: {privilege}{resource} is missing{why}.{advice}") { Code = error.Code, MissingPrivilege = privilege };
    }

    /// <summary>No message repeats a credential, whoever wrote it.</summary>
    private static string Hide(string text, ImmutableCredentials credentials) =>
        new[] { credentials.SecretKey, credentials.Token, credentials.AccessKey }.Where(secret => !string.IsNullOrEmpty(secret))
            .Aggregate(text, (seen, secret) => seen.Replace(secret, "…", StringComparison.Ordinal));
}
