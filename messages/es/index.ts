/** Every word of the pages in Spanish, one file per room. */
import account from "#messages/es/account.json";
import catalogue from "#messages/es/catalogue.json";
import checkout from "#messages/es/checkout.json";
import certificate from "#messages/es/certificate.json";
import enrollment from "#messages/es/enrollment.json";
import errors from "#messages/es/errors.json";
import frame from "#messages/es/frame.json";
import home from "#messages/es/home.json";
import learn from "#messages/es/learn.json";
import orders from "#messages/es/orders.json";
import program from "#messages/es/program.json";
import sentences from "#messages/es/sentences.json";
import signIn from "#messages/es/sign-in.json";
import student from "#messages/es/student.json";

export const messages = {
  account,
  catalogue,
  certificate,
  checkout,
  enrollment,
  errors,
  frame,
  home,
  learn,
  orders,
  program,
  sentences,
  signIn,
  student,
};
