namespace Leastwise.Risks;

/// <summary>Privileges that read every secret of the account, or decrypt with every key.</summary>
internal static class SecretsInReach
{
    private static readonly ListedRisk Listed = new(
        Risk.SecretsInReach,
        "can read every secret",
        "gives",
        "Passwords and keys of other systems are the way out of the account, and they work on when the way to them is closed.",
        "Name the secrets, parameters and keys that the work needs; set a resource policy or a key policy on those that matter most.");

    /// <summary>At most one finding for a principal.</summary>
    public static Finding? Find(Subject subject) => Listed.Find(subject, subject.Context.Facts.Secrets);
}
