/** Every word of the pages in English, one file per room. */
import account from "#messages/en/account.json";
import applications from "#messages/en/applications.json";
import apply from "#messages/en/apply.json";
import catalogue from "#messages/en/catalogue.json";
import certificate from "#messages/en/certificate.json";
import checkout from "#messages/en/checkout.json";
import dates from "#messages/en/dates.json";
import enrollment from "#messages/en/enrollment.json";
import errors from "#messages/en/errors.json";
import frame from "#messages/en/frame.json";
import home from "#messages/en/home.json";
import learn from "#messages/en/learn.json";
import myData from "#messages/en/my-data.json";
import notifications from "#messages/en/notifications.json";
import orders from "#messages/en/orders.json";
import profile from "#messages/en/profile.json";
import program from "#messages/en/program.json";
import reissue from "#messages/en/reissue.json";
import reviews from "#messages/en/reviews.json";
import sentences from "#messages/en/sentences.json";
import signIn from "#messages/en/sign-in.json";
import student from "#messages/en/student.json";
import switching from "#messages/en/switch.json";

export const messages = {
  account,
  applications,
  apply,
  catalogue,
  certificate,
  checkout,
  dates,
  enrollment,
  errors,
  frame,
  home,
  learn,
  myData,
  notifications,
  orders,
  profile,
  program,
  reissue,
  reviews,
  sentences,
  signIn,
  student,
  switching,
};
