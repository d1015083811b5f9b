using System.Collections.Immutable;

namespace Leastwise.Risks;

/// <summary>An issuer of OpenID Connect tokens that is known to serve more than one owner.</summary>
/// <param name="Host">Its host and path, as a condition key begins; ends with a dot where it stands for all hosts that begin so.</param>
/// <param name="ServesAnyone">Whether anybody on the internet can get a token of it.</param>
/// <param name="Claim">The claim that a trust policy must bind, such as <c>sub</c>.</param>
/// <param name="Head">What a value of the claim begins with before the owner's name; may be empty.</param>
/// <param name="Lets">Whom a trust without it lets in.</param>
internal sealed record FederationIssuer(string Host, bool ServesAnyone, string Claim, string Head, string Lets)
{
    /// <summary>The known issuers.</summary>
    public static ImmutableArray<FederationIssuer> Known { get; } =
        [.. FactTable.Read("federation-issuers").Select(row => new FederationIssuer(row[0], row[1] == "anyone", row[2], row[3], row[4]))];

    /// <summary>The issuer that a provider stands for; an unknown one counts as serving its owner only.</summary>
    public static FederationIssuer Of(string provider) =>
        Known.FirstOrDefault(issuer => issuer.Host.EndsWith('.')
            ? provider.StartsWith(issuer.Host, StringComparison.OrdinalIgnoreCase)
            : provider.Equals(issuer.Host, StringComparison.OrdinalIgnoreCase) || provider.StartsWith(issuer.Host + "/", StringComparison.OrdinalIgnoreCase))
        ?? new FederationIssuer(provider, ServesAnyone: false, "sub", "", "everyone whom that identity provider signs in");
}
