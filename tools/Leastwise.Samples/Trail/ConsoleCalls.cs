using System.Text.Json.Nodes;

namespace Leastwise.Samples.Trail;

/// <summary>Events of the console's door: no API calls, and no privileges but SwitchRole's.</summary>
public static class ConsoleCalls
{
    /// <summary>ConsoleLogin, with <c>Success</c> or <c>Failure</c>.</summary>
    public static Call Login(string outcome, bool mfa) => Door("ConsoleLogin", outcome) with
    {
        Extra = new JsonObject
        {
            ["LoginTo"] = "https://console.aws.amazon.com/console/home",
            ["MobileVersion"] = "No",
            ["MFAUsed"] = mfa ? "Yes" : "No"
        },
    };

    /// <summary>A login that failed.</summary>
    public static Call FailedLogin(string message) => Login("Failure", mfa: false) with { ErrorMessage = message };

    /// <summary>CheckMfa.</summary>
    public static Call CheckMfa { get; } = Door("CheckMfa", "Success") with { Extra = new JsonObject { ["MfaType"] = "Virtual MFA" } };

    /// <summary>SwitchRole, recorded with the identity of the role that was switched to.</summary>
    public static Call SwitchRole(string from) => Door("SwitchRole", "Success") with
    {
        Extra = new JsonObject
        {
            ["SwitchFrom"] = from,
            ["RedirectTo"] = "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1"
        },
    };

    /// <summary>ExitRole.</summary>
    public static Call ExitRole { get; } = Door("ExitRole", "Success");

    private static Call Door(string name, string outcome) =>
        new("signin", name) { Type = "AwsConsoleSignIn", Response = new JsonObject { [name] = outcome } };
}
