using Leastwise.Catalog;

namespace Leastwise.Usage;

/// <summary>The parts of a denial that its message names; empty where it does not.</summary>
internal readonly record struct DenialParts(string Action, string Resource, string Reason)
{
    /// <summary>The parts of a denied event's message.</summary>
    public static DenialParts Of(string errorMessage) =>
        DenialMessage.Parse(errorMessage) is { } message ? new DenialParts(message.Action, message.Resource ?? "", Words(message)) : new DenialParts("", "", "");

    /// <summary>Who said no, always in the same words, however the service words it.</summary>
    private static string Words(DenialMessage message)
    {
        string policy = DenialMessage.NameOf(message.Policy);
        string arn = message.PolicyArn is { } named ? $" ({named})" : "";
        return (message.Explicit, policy) switch
        {
            (true, "") => "explicit deny",
            (true, _) => $"explicit deny in {(message.Policy == DenyingPolicy.IdentityBased ? "an" : "a")} {policy}{arn}",
            (false, not "") => $"no {policy} allows it",
            _ => "",
        };
    }
}
